/** What a process of a test gets from ours: where programs are, the run's temporary folder, and V8's cache of compiled code, which all its processes share. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'NODE_COMPILE_CACHE'] as const;

/** The environment of a process that a test starts: nothing of what happens to be set here, but what it is given. */
export function childEnvironment(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...given };
}
