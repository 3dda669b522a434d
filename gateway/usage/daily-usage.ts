/** Usage of one client on one day, as the registry takes it. */
export interface UsageEntry {
  /** UTC, `2026-11-22`. */
  day: string;
  client: string;
  /** Requests, whatever they used. */
  requests: number;
  /** Requests by what they used. */
  coordinates: Record<string, number>;
}

/** Cells (client × day × coordinate) that wait while the registry does not answer. */
const mostCells = 200_000;

/** Usage by day and client, until it is sent. */
export class DailyUsage {
  private entries = new Map<string, UsageEntry>();
  private cells = 0;

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  /** Adds requests; the oldest day goes when there is too much. */
  add(day: string, client: string, requests: number, coordinates: readonly string[]): void {
    const key = `${day} ${client}`;
    let entry = this.entries.get(key);
    if (!entry) {
      // No prototype: a coordinate is a name that a schema chose.
      entry = { day, client, requests: 0, coordinates: Object.create(null) as Record<string, number> };
      this.entries.set(key, entry);
    }
    entry.requests += requests;
    for (const coordinate of coordinates) {
      const known = entry.coordinates[coordinate];
      if (known === undefined) this.cells += 1;
      entry.coordinates[coordinate] = (known ?? 0) + requests;
    }
    if (this.cells > mostCells) this.dropOldest();
  }

  take(): UsageEntry[] {
    const taken = [...this.entries.values()];
    this.entries = new Map();
    this.cells = 0;
    return taken;
  }

  private dropOldest(): void {
    const [oldest] = [...this.entries.keys()].toSorted();
    const dropped = oldest === undefined ? undefined : this.entries.get(oldest);
    if (oldest === undefined || !dropped) return;
    this.entries.delete(oldest);
    this.cells -= Object.keys(dropped.coordinates).length;
  }
}
