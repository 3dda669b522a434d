/** What a process of a test gets from ours: where programs are, and V8's cache of compiled code, which all processes of the run share. */
const inherited = ['PATH', 'HOME', 'NODE_COMPILE_CACHE'] as const;

/** The environment of a process that a test starts: nothing of what happens to be set here, but what it is given. */
export function childEnvironment(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...given };
}
