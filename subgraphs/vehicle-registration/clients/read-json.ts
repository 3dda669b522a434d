import type { z } from 'zod';

/** What a JSON answer says, if it is of the shape that was agreed; undefined for everything else. */
export function readJson<Shape extends z.ZodType>(text: string, shape: Shape): z.output<Shape> | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
