import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useMemo, useSyncExternalStore } from 'react';
import type { PlaygroundSettings } from '../settings.ts';
import { AccountBar } from './account-bar.tsx';
import { authorizedFetch } from './authorized-fetch.ts';
import { browserStorage } from './browser-storage.ts';
import type { Issuer } from './login/issuer.ts';
import { logOut, startLogin } from './login/login.ts';
import { dismissProblem, loginState, needLevel, subscribeLogin } from './login/session.ts';
import { Notice } from './notice.tsx';
import { plugins } from './plugins.ts';
import { textsIn } from './texts.ts';
import type { Language } from './texts.ts';

interface PlaygroundPageProps {
  settings: PlaygroundSettings;
  language: Language;
  /** Absent: the page offers no login. */
  issuer: Issuer | undefined;
}

/** The whole page: who is logged in, messages, and GraphiQL below. */
export function PlaygroundPage({ settings, language, issuer }: PlaygroundPageProps) {
  const { session, problem, neededLevel } = useSyncExternalStore(subscribeLogin, loginState);
  const texts = textsIn(language);
  return (
    <>
      <header className="bar">
        <h1>Amtgraph</h1>
        <p className="tagline">{texts.tagline}</p>
        {issuer === undefined ? null : (
          <AccountBar
            {...{ texts, language, session }}
            onLogIn={() => void startLogin(issuer)}
            onLogOut={() => void logOut(issuer)}
          />
        )}
      </header>
      <Notice
        message={problem === undefined ? undefined : texts.problems[problem]}
        dismissLabel={texts.dismiss}
        onDismiss={dismissProblem}
      />
      {issuer === undefined ? null : (
        <Notice
          message={neededLevel === undefined ? undefined : texts.levelNeeded(neededLevel)}
          dismissLabel={texts.dismiss}
          onDismiss={() => needLevel(undefined)}
          action={{
            label: texts.raiseLevel,
            onAction: () => void startLogin(issuer, neededLevel),
          }}
        />
      )}
      <Editor settings={settings} />
    </>
  );
}

function Editor({ settings }: Pick<PlaygroundPageProps, 'settings'>) {
  const fetcher = useMemo(
    () => createGraphiQLFetcher({ url: settings.endpoint, fetch: authorizedFetch }),
    [settings.endpoint],
  );
  const storage = useMemo(browserStorage, []);
  const tabs = useMemo(() => settings.operations.map(({ document }) => ({ query: document })), [settings.operations]);
  return (
    // GraphiQL speaks English only, whatever the language of the page.
    <main className="editor" lang="en">
      <GraphiQL
        fetcher={fetcher}
        storage={storage}
        plugins={plugins}
        {...(tabs.length > 0 ? { defaultTabs: tabs } : {})}
        defaultEditorToolsVisibility={false}
        shouldPersistHeaders={false}
        inputValueDeprecation
      >
        <GraphiQL.Logo>{null}</GraphiQL.Logo>
      </GraphiQL>
    </main>
  );
}
