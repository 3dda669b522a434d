import { z } from 'zod';

/** Every problem of a process's configuration, one a line, so that they can be mended in one go. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(process: string, problems: readonly string[]) {
    super(
      `${process} cannot start, its configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/** The shape of a process's environment: names of variables to zod types. */
export type EnvironmentShape = Record<string, z.ZodType>;

function describe(issue: z.core.$ZodIssue, environment: NodeJS.ProcessEnv): string {
  const name = issue.path.join('.') || '(environment)';
  const given = environment[name] === undefined ? 'it is not set' : 'the value given does not fit';
  return `${name}: ${issue.message} (${given}; see .env.example)`;
}

/**
 * Reads and checks a process's environment, all problems at once.
 * Empty strings count as unset. Values are never repeated in messages: they may be secrets.
 * @throws ConfigurationError
 */
export function readConfig<Shape extends EnvironmentShape>(
  process: string,
  shape: Shape,
  environment: NodeJS.ProcessEnv,
): { [Name in keyof Shape]: z.output<Shape[Name]> } {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = z.object(shape).safeParse(given);
  if (!result.success) {
    throw new ConfigurationError(
      process,
      result.error.issues.map((issue) => describe(issue, given)),
    );
  }
  // zod's own output type for a mapped shape is the same mapping, spelled differently.
  return result.data as { [Name in keyof Shape]: z.output<Shape[Name]> };
}
