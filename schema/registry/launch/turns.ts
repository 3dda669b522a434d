const queues = new Map<string, Promise<unknown>>();

/**
 * One change of a variant at a time in this process: of two at once the second would be composed for nothing. Several processes are kept apart
 * by the variant's revision.
 */
export function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const turn = (queues.get(key) ?? Promise.resolve()).then(work, work);
  queues.set(key, turn);
  const leave = () => {
    if (queues.get(key) === turn) queues.delete(key);
  };
  turn.then(leave, leave);
  return turn;
}
