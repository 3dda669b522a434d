import type { DataObject } from './field-failure.ts';
import type { ObjectText } from './representation.ts';

/** The entities of one type with one key. */
interface TypeSlots {
  key: string | undefined;
  byValue: Map<unknown, number>;
}

/**
 * Which place an entity's representation has in a request. Mostly a type has a single key: then its value tells without writing
 * the representation; otherwise the text does.
 */
export class RepresentationSlots {
  private readonly text: ObjectText;
  private readonly byType = new Map<unknown, TypeSlots>();
  private byText: Map<string, number> | undefined;
  private count = 0;

  constructor(text: ObjectText) {
    this.text = text;
  }

  /** The place of an equal entity that was met before, if that can be told without writing it. */
  known(entity: DataObject): number | undefined {
    const { key, byValue } = this.of(entity);
    return key === undefined ? undefined : byValue.get(entity[key]);
  }

  /** The place for a representation: that of an equal one, or the next. */
  slotOf(entity: DataObject, written: string): number {
    const { key, byValue } = this.of(entity);
    const known = key === undefined ? this.byText?.get(written) : undefined;
    if (known !== undefined) return known;
    const slot = this.count;
    this.count += 1;
    if (key === undefined) (this.byText ??= new Map()).set(written, slot);
    else byValue.set(entity[key], slot);
    return slot;
  }

  private of({ __typename: typename }: DataObject): TypeSlots {
    const known = this.byType.get(typename);
    if (known) return known;
    const slots: TypeSlots = { key: this.text.singleKey(typename), byValue: new Map() };
    this.byType.set(typename, slots);
    return slots;
  }
}
