/** A text for people in the languages that the system speaks. */
export interface Text {
  de: string;
  en: string;
}
