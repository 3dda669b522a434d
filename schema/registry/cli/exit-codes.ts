/** How a command of `amtgraph` ends, for pipelines. */
export const exitCodes = {
  done: 0,
  /** Checks refused it; nothing changed. */
  refused: 1,
  /** Wrong use: an unknown option, a file that is not there, a name that nobody has. */
  usage: 2,
  /** The token is missing, has expired, or does not allow it. */
  notAllowed: 3,
  /** The registry does not answer. */
  unreachable: 4,
} as const;

/** What the user has to know, and how the command ends. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}
