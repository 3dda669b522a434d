import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './playground.css';
import { createRoot } from 'react-dom/client';
import { issuerFor } from './login/issuer.ts';
import { completeLogin } from './login/login.ts';
import { PlaygroundPage } from './playground-page.tsx';
import { fetchSettings } from './settings.ts';
import { chooseLanguage, textsIn } from './texts.ts';

const language = chooseLanguage(navigator.languages);
document.documentElement.lang = language;
const element = document.querySelector('#root');
if (element === null) throw new Error('index.html must have an element with the id "root".');
const root = createRoot(element);

try {
  const settings = await fetchSettings();
  const issuer =
    settings.issuer === undefined ? undefined : issuerFor(settings.issuer, settings.clientId, settings.scopes);
  if (issuer !== undefined) await completeLogin(issuer);
  root.render(<PlaygroundPage {...{ settings, language, issuer }} />);
} catch (error) {
  root.render(
    <p className="failure" role="alert">
      {textsIn(language).loadFailed}
    </p>,
  );
  throw error;
}
