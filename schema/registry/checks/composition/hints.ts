import type { Explanation } from './explanations.ts';

/** What becomes of something because of a hint: `warning` where it is not in the API as it was written. */
interface HintExplanation extends Explanation {
  severity: 'warning' | 'note';
}

const note = (why: string, remedy: string): HintExplanation => ({ severity: 'note', why, remedy });
const warning = (why: string, remedy: string): HintExplanation => ({ severity: 'warning', why, remedy });

const byCode: Readonly<Record<string, HintExplanation>> = {
  INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE: note(
    'Subgraphs answer the field with types that differ; clients see the one that covers all of them, null where one of them may answer null.',
    'Nothing has to be done. If it can never be null, agree with the other publishers on the type with !.',
  ),
  INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE: note(
    'Subgraphs take types that differ; clients see the stricter one, which all of them take.',
    'Nothing has to be done. If it may be left out, take the ! off in all subgraphs.',
  ),
  INCONSISTENT_DEFAULT_VALUE_PRESENCE: warning(
    'Clients see no default, so whoever leaves the value out gets what each subgraph does without one.',
    'Give it the same default in all subgraphs that have it, or in none.',
  ),
  INCONSISTENT_ENTITY: note(
    'Without a @key in every subgraph that has the type, some of them can only be reached through the fields that return it.',
    'Give the type the same @key here, or mark its fields with @shareable if it is a value.',
  ),
  INCONSISTENT_OBJECT_VALUE_TYPE_FIELD: note(
    'The type has no @key, so the field cannot be fetched where the object came from a subgraph without it.',
    'Define the field in all subgraphs that have the type, or keep the type to yours.',
  ),
  INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD: note(
    'The field is part of the interface for clients although some subgraphs do not know it there.',
    'Define it in the interface of all subgraphs that have it.',
  ),
  INCONSISTENT_INPUT_OBJECT_FIELD: warning(
    'Input that only some subgraphs take could not be passed to the others, so the field is not in the API.',
    'Define it in all subgraphs that have the input, or give yours an input type of its own.',
  ),
  INCONSISTENT_UNION_MEMBER: note(
    'Clients see all members; some subgraphs never answer with this one.',
    'Nothing has to be done while each field of the union is answered by one subgraph.',
  ),
  INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM: warning(
    'Clients could send a value that some subgraph does not know, so it is not in the API.',
    'Add the value to the enum in all subgraphs that have it.',
  ),
  INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM: note(
    'Clients see all values; some subgraphs never answer with this one.',
    'Nothing has to be done. As soon as the enum is also asked for, all subgraphs need the value.',
  ),
  INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE: warning(
    'A directive of operations that some subgraph does not know could not be passed to it, so it is not in the API.',
    'Define it in all subgraphs, or take it out.',
  ),
  NO_EXECUTABLE_DIRECTIVE_INTERSECTION: warning(
    'There is no place where all subgraphs allow the directive, so it is not in the API.',
    'Agree on its locations with the other subgraphs.',
  ),
  INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE: warning(
    'Some subgraph takes the directive only once at a place, so clients may give it only once.',
    'Mark it as repeatable in all subgraphs, or in none.',
  ),
  INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS: warning(
    'Clients may use the directive only where all subgraphs allow it.',
    'Define it with the same locations in all subgraphs.',
  ),
  INCONSISTENT_DESCRIPTION: note(
    'Clients read one description, the one that most subgraphs have; the others are not seen.',
    'Take the words of the owner of the type, or leave your description of another’s type out.',
  ),
  INCONSISTENT_ARGUMENT_PRESENCE: warning(
    'An argument that only some subgraphs know could not be passed to the others, so it is not in the API.',
    'Define it in all subgraphs that answer the field.',
  ),
  FROM_SUBGRAPH_DOES_NOT_EXIST: warning(
    'Nobody of that name publishes here, so the @override takes nothing over; it would as soon as somebody does.',
    'Correct the name, or remove the @override.',
  ),
  OVERRIDDEN_FIELD_CAN_BE_REMOVED: note(
    'Another subgraph answers the field now; this one is no longer asked.',
    'Remove the field here once you need no way back.',
  ),
  OVERRIDE_DIRECTIVE_CAN_BE_REMOVED: note(
    'The subgraph that had the field no longer has it, so the @override does nothing any more.',
    'Remove the @override.',
  ),
  OVERRIDE_MIGRATION_IN_PROGRESS: note(
    'Part of the requests for the field go to one subgraph and part to the other.',
    'Raise the percentage until all go to the new one, then remove the field from the old one.',
  ),
  UNUSED_ENUM_TYPE: note(
    'No field and no argument has this enum, so clients see it without being able to use it.',
    'Use it or remove it.',
  ),
  INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS: warning(
    'The directive may stand at the element once, so one of the differing uses counts and the others do not.',
    'Use it with the same arguments in all subgraphs, or only in that of the owner.',
  ),
  MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS: note(
    'Subgraphs use the directive with different arguments; the strictest or largest of them counts.',
    'Nothing has to be done. For one value everywhere, use the same arguments.',
  ),
  INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN: warning(
    'The gateway may ask any of the subgraphs that share the field, so clients would get different objects by chance.',
    'Answer only with types that all of these subgraphs know, or leave the field to one of them.',
  ),
  IMPLICITLY_UPGRADED_FEDERATION_VERSION: note(
    'A directive in use is younger than the version of Federation that the subgraph links to; the younger version counts.',
    'Link to the version that the message names.',
  ),
  CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS: warning(
    'The gateway fills the argument in for one subgraph, so clients cannot give it, and the others never get it.',
    'Mark it with @fromContext in all subgraphs that have the field, or give it another name here.',
  ),
};

const otherwise = note(
  'The subgraphs compose; composition wants it to be known.',
  'Read what is said and look whether you meant it so; nothing has to be done for publishing.',
);

/** What a hint means for whoever publishes. It stops nothing. */
export function hintExplanation(code: string): HintExplanation {
  return byCode[code] ?? otherwise;
}
