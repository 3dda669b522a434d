import { ParseOption, XmlDocument, type XmlElement } from 'libxml2-wasm';

/** Money that arrived on an account. Who sent it is not among it: the reference is all that is needed. */
export interface Credit {
  /** Names the entry on this account, at every import. */
  id: string;
  /** Day of the booking, YYYY-MM-DD. */
  bookedOn: string;
  cents: number;
  /** The creditor reference (ISO 11649) that it bears; null for none. */
  reference: string | null;
  /** The account (IBAN) that it came from, where the bank tells. */
  from: string | null;
}

export interface BankStatement {
  iban: string;
  credits: Credit[];
}

/** The file is no statement, or not one that can be read. The text says where, without anything that stands in it. */
export class StatementError extends Error {
  override name = 'StatementError';
}

const mostCharacters = 20_000_000;

/**
 * Reads a bank's statement of booked entries, camt.053 (ISO 20022) of any version: the credits in euros that are booked.
 *
 * Threat: a file that makes the parser fetch addresses or swell to gigabytes. Rule: no document type declaration is taken, nothing outside is loaded, and the library's
 * limits of size and depth stay.
 * @throws StatementError
 */
export function readBankStatements(text: string): BankStatement[] {
  if (text.length > mostCharacters) throw new StatementError(`Expected ${mostCharacters} characters at most.`);
  if (/<!DOCTYPE/i.test(text)) throw new StatementError('Expected a statement without a document type declaration.');
  using document = parsed(text);
  const statements = all(document.root, 'BkToCstmrStmt/Stmt');
  if (statements.length === 0) throw new StatementError('Expected a camt.053 document: Document/BkToCstmrStmt/Stmt.');
  return statements.map((statement) => ({ iban: needed(statement, 'Acct/Id/IBAN'), credits: creditsOf(statement) }));
}

function parsed(text: string): XmlDocument {
  try {
    return XmlDocument.fromString(text, {
      option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_SYS_CATALOG,
    });
  } catch {
    throw new StatementError('Expected well-formed XML.');
  }
}

/** Elements on a path, in any namespace: the versions of the standard differ in nothing else that is read here. */
function all(element: XmlElement, path: string): XmlElement[] {
  const steps = path.split('/').map((name) => `*[local-name()="${name}"]`);
  return element.find(steps.join('/')) as XmlElement[];
}

const textOf = (element: XmlElement, path: string) => all(element, path)[0]?.content.trim() || null;

function needed(element: XmlElement, path: string): string {
  const text = textOf(element, path);
  if (text === null) throw new StatementError(`Expected ${path}, but it is missing.`);
  return text;
}

function creditsOf(statement: XmlElement): Credit[] {
  const name = needed(statement, 'Id');
  return all(statement, 'Ntry').flatMap((entry, index) => {
    const isBooked = (textOf(entry, 'Sts/Cd') ?? textOf(entry, 'Sts')) === 'BOOK';
    if (!isBooked || needed(entry, 'CdtDbtInd') !== 'CRDT') return [];
    return partsOf(entry, textOf(entry, 'AcctSvcrRef') ?? `${name} ${textOf(entry, 'NtryRef') ?? String(index + 1)}`);
  });
}

/** An entry is one credit, or several that the bank booked together and lists. */
function partsOf(entry: XmlElement, id: string): Credit[] {
  const bookedOn = (textOf(entry, 'BookgDt/Dt') ?? needed(entry, 'BookgDt/DtTm')).slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(bookedOn)) throw new StatementError('Expected a day in BookgDt.');
  const cents = centsIn(entry, 'Amt');
  const details = all(entry, 'NtryDtls/TxDtls');
  const credit = (part: XmlElement | undefined, name: string, amount: number): Credit => ({
    id: name,
    bookedOn,
    cents: amount,
    reference: part ? referenceIn(part) : null,
    from: part ? textOf(part, 'RltdPties/DbtrAcct/Id/IBAN') : null,
  });
  if (details.length < 2) return [credit(details[0], id, cents)];
  const parts = details.map((part, index) =>
    credit(
      part,
      `${id}/${index + 1}`,
      all(part, 'Amt').length > 0 ? centsIn(part, 'Amt') : centsIn(part, 'AmtDtls/TxAmt/Amt'),
    ),
  );
  if (parts.reduce((sum, part) => sum + part.cents, 0) !== cents)
    throw new StatementError('Expected the parts of an entry to add up to its amount.');
  return parts;
}

function centsIn(element: XmlElement, path: string): number {
  const [amount] = all(element, path);
  const [, euros, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(amount?.content.trim() ?? '') ?? [];
  if (!amount || euros === undefined) throw new StatementError(`Expected an amount with two decimals in ${path}.`);
  if (amount.attr('Ccy')?.value !== 'EUR') throw new StatementError('Expected amounts in EUR.');
  return Number(euros) * 100 + Number(decimals.padEnd(2, '0'));
}

/** The reference where the bank has it as such, or anywhere in the text that the payer wrote. */
function referenceIn(part: XmlElement): string | null {
  const structured = textOf(part, 'RmtInf/Strd/CdtrRefInf/Ref');
  if (structured) return structured.replaceAll(/\s/g, '').toUpperCase();
  const written = all(part, 'RmtInf/Ustrd').map((line) => line.content);
  return /RF\d{2}[0-9A-Z]{1,21}/.exec(written.join('').replaceAll(/\s/g, '').toUpperCase())?.[0] ?? null;
}
