const dayMs = 86_400_000;

/** The day `days` after `day` (before, when negative), both YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Today, YYYY-MM-DD in UTC. */
export const today = () => new Date().toISOString().slice(0, 10);
