/**
 * An official municipality key (Amtlicher Gemeindeschlüssel) or its beginning: state 2, region 1, district 2, municipality 3 digits.
 * 2 digits name a state, 5 a district, 8 a municipality. Always text: leading zeros count.
 */
export function isAgs(text: string): boolean {
  return /^\d{2}(\d{3}(\d{3})?)?$/.test(text);
}

/** The areas that contain an area, the area itself first: `14729050` → `14729050`, `14729`, `14`. */
export function areasFromNearest(ags: string): string[] {
  return [8, 5, 2].filter((length) => length <= ags.length).map((length) => ags.slice(0, length));
}

/** Whether an area lies in another or is it; the empty area is the whole country. */
export function isWithin(ags: string, area: string): boolean {
  return ags.startsWith(area);
}
