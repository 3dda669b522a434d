import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A file to keep. It comes with the answer itself, so nobody else can fetch it.' })
export class Document {
  @Field(() => String, { description: 'Name to store it under.' })
  fileName!: string;

  @Field(() => String, { description: 'Media type, for example `application/pdf`.' })
  mediaType!: string;

  @Field(() => String, { description: 'The bytes in base64 (RFC 4648).' })
  content!: string;
}

export function toDocument(fileName: string, mediaType: string, bytes: Buffer): Document {
  return { fileName, mediaType, content: bytes.toString('base64') };
}
