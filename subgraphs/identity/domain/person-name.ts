export interface PersonNameParts {
  title: string | null;
  givenNames: string;
  familyName: string;
}

/** The name as letters begin: `Dr. Jürgen Exempel`. */
export function fullName({ title, givenNames, familyName }: PersonNameParts): string {
  return [title, givenNames, familyName].filter(Boolean).join(' ');
}
