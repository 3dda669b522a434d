import { getOperationAST, Kind, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { operationSignature } from './operation-signature.ts';

/** Operations that nobody registered and that get a label of their own in metrics; the rest is `other`. */
const mostStrangers = 200;

/**
 * Under which label an operation is logged and counted: the name under which it was registered, or the hash of what it asks.
 * A name that a client gives is never shown: it is free text.
 */
export class OperationLabels {
  private readonly names: ReadonlyMap<string, string>;
  private readonly registered: ReadonlySet<string>;
  private readonly strangers = new Set<string>();
  /** Operations live as long as Apollo Server keeps their documents. */
  private readonly labels = new WeakMap<OperationDefinitionNode, string>();

  /** @param registered texts of documents whose operations are shown by name */
  constructor(registered: Iterable<string>) {
    this.names = namesOf(registered);
    this.registered = new Set(this.names.values());
  }

  /** For the log and for traces. */
  labelOf(document: DocumentNode, operation: OperationDefinitionNode): string {
    const known = this.labels.get(operation);
    if (known !== undefined) return known;
    const signature = operationSignature(document, operation);
    const label = this.names.get(signature) ?? signature;
    this.labels.set(operation, label);
    return label;
  }

  /**
   * For metrics. Threat: a client who sends thousands of distinct operations makes as many series, until whoever collects them runs out of memory.
   * Rule: what is registered, the first 200 others, and `other`.
   */
  countedAs(label: string | undefined): string {
    if (label === undefined) return 'none';
    if (this.registered.has(label) || this.strangers.has(label)) return label;
    if (this.strangers.size >= mostStrangers) return 'other';
    this.strangers.add(label);
    return label;
  }
}

function namesOf(registered: Iterable<string>): Map<string, string> {
  const names = new Map<string, string>();
  for (const text of registered) {
    const document = parse(text);
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION || !definition.name) continue;
      const operation = getOperationAST(document, definition.name.value);
      if (operation) names.set(operationSignature(document, operation), definition.name.value);
    }
  }
  return names;
}
