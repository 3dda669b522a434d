/** A Markdown table of figures, to the right. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => `${'-'.repeat(width - 1)}:`);
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}
