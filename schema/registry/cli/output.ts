import { styleText } from 'node:util';
import Table from 'cli-table3';

interface Drawn {
  head: string[];
  rows: (string | number)[][];
  /** What is said where there are no rows. */
  empty?: string;
}

/** How results are shown. */
export interface Output {
  /** A line for people; left out with --json. */
  say(text: string): void;
  /** A table for people, or the data for programs with --json. */
  show(data: unknown, table?: Drawn): void;
  paint(style: 'red' | 'green' | 'yellow' | 'dim' | 'bold', text: string): string;
}

const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Colours appear on a terminal that wants them (NO_COLOR, FORCE_COLOR and TERM are honoured); JSON and pipes have none. */
export function createOutput(asJson: () => boolean, stream: NodeJS.WriteStream = process.stdout): Output {
  const paint: Output['paint'] = (style, text) => styleText(style, text, { stream, validateStream: true });
  return {
    paint,
    say(text) {
      if (!asJson()) stream.write(`${text}\n`);
    },
    show(data, table) {
      if (asJson()) stream.write(`${JSON.stringify(data, null, 2)}\n`);
      else if (table) stream.write(`${table.rows.length > 0 ? draw(table) : (table.empty ?? 'Nothing.')}\n`);
    },
  };

  function draw({ head, rows }: Drawn): string {
    const drawn = new Table({
      head: head.map((each) => paint('bold', each)),
      chars: plain,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    });
    drawn.push(...rows);
    return drawn.toString();
  }
}

/** `2026-03-01 09:30`, in UTC. */
export function moment(text: string): string {
  return text.slice(0, 16).replace('T', ' ');
}

/** Enum values as people write them. */
export function lower(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ');
}
