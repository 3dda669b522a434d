/** `application/json`, or what GraphQL over HTTP calls its own, with no charset or UTF-8. */
const JSON_TYPE = /^application\/(?:graphql-response\+)?json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Whether a `content-type` header announces a GraphQL response in JSON. */
export function isJson(contentType: string | string[] | undefined): boolean {
  return typeof contentType === 'string' && (contentType === 'application/json' || JSON_TYPE.test(contentType));
}
