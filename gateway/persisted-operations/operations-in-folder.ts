import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operationHash, readOperationHash } from './operation-hash.ts';
import { isClientName, type OperationRegistry, type Registration } from './registered-operations.ts';

const SUFFIX = '.graphql';
/** Milliseconds between two looks at the folder. */
const POLL_MS = 2_000;

/** Operations as files `<client>/<sha256>.graphql`, which can be kept under version control. */
export class OperationsInFolder implements OperationRegistry {
  private readonly folder: string;
  private readonly onProblem: (error: unknown) => void;
  private texts = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(folder: string, onProblem: (error: unknown) => void) {
    this.folder = folder;
    this.onProblem = onProblem;
  }

  /** Reads all that is there, and from then on what comes and goes. */
  async watch(): Promise<void> {
    await this.load();
    this.timer = setInterval(() => void this.load().catch(this.onProblem), POLL_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  find(hash: string): string | undefined {
    return this.texts.get(hash);
  }

  async register(client: string, texts: readonly string[]): Promise<void> {
    const folder = join(this.folder, client);
    await mkdir(folder, { recursive: true });
    for (const text of texts) {
      const file = join(folder, `${operationHash(text)}${SUFFIX}`);
      // A gateway that looks just now sees the whole file or none.
      await writeFile(`${file}.new`, text);
      await rename(`${file}.new`, file);
    }
  }

  async remove(client: string): Promise<number> {
    const registered = (await this.list()).filter((registration) => registration.client === client);
    await rm(join(this.folder, client), { recursive: true, force: true });
    return registered.length;
  }

  async list(): Promise<Registration[]> {
    const registrations: Registration[] = [];
    for (const client of await this.clients()) {
      for (const name of await readdir(join(this.folder, client))) {
        const hash = name.endsWith(SUFFIX) ? readOperationHash(name.slice(0, -SUFFIX.length)) : undefined;
        if (hash !== undefined) registrations.push({ client, hash });
      }
    }
    return registrations;
  }

  private async clients(): Promise<string[]> {
    await mkdir(this.folder, { recursive: true });
    const entries = await readdir(this.folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && isClientName(entry.name)).map(({ name }) => name);
  }

  private async load(): Promise<void> {
    const texts = new Map<string, string>();
    for (const { client, hash } of await this.list()) {
      if (texts.has(hash)) continue;
      const text = this.texts.get(hash) ?? (await readFile(join(this.folder, client, hash + SUFFIX), 'utf8'));
      if (operationHash(text) === hash) texts.set(hash, text);
      else this.onProblem(new Error(`Expected ${client}/${hash}${SUFFIX} to be the text with that SHA-256.`));
    }
    this.texts = texts;
  }
}
