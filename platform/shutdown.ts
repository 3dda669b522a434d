import type { Logger } from './log.ts';

type Closer = () => Promise<unknown> | unknown;

/** Closes what was opened, last opened first, once, however often it is asked. */
export interface Shutdown {
  /** Registers what has to be closed; closers run in reverse order of their registration. */
  onClose(closer: Closer): void;
  close(): Promise<void>;
  readonly isClosing: boolean;
}

export function createShutdown(onError: (error: unknown) => void): Shutdown {
  const closers: Closer[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll() {
    for (const closer of closers.toReversed()) {
      try {
        await closer();
      } catch (error) {
        onError(error);
      }
    }
  }

  return {
    onClose: (closer) => void closers.push(closer),
    close: () => (closing ??= closeAll()),
    get isClosing() {
      return closing !== undefined;
    },
  };
}

/** Time that an orderly stop may take before the process ends all the same. */
const patienceMs = 15_000;

/**
 * Ends the process in order on SIGTERM and SIGINT, and when the parent process that started it is gone,
 * so that no service outlives `npm start`.
 */
export function closeOnSignals(shutdown: Shutdown, log: Logger): void {
  const end = (reason: string) => {
    if (shutdown.isClosing) return;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), patienceMs).unref();
    void shutdown.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('disconnect', () => end('parent gone'));
}
