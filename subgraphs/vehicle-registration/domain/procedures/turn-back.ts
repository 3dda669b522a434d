/** Why the data of a vehicle are not turned back when the decision that changed them is revoked. */
export type TurnBackObstacle =
  'FORMER_STATE_UNKNOWN' | 'VEHICLE_CHANGED_SINCE' | 'PROCEDURE_UNDER_WAY' | 'PLATE_TAKEN_SINCE';

/** What has happened since the decision took effect. */
export interface SinceEffect {
  /** A later decision about the vehicle took effect. */
  isChangedSince: boolean;
  /** Another procedure about it is under way, and was examined against what is now. */
  isOccupied: boolean;
  /** It would go back on the road, and its plate is somebody else's by now. */
  isPlateTaken: boolean;
}

/** What keeps a program from turning a vehicle back; null where nothing does. Then a person has to arrange it with those concerned. */
export function turnBackObstacle({ isChangedSince, isOccupied, isPlateTaken }: SinceEffect): TurnBackObstacle | null {
  if (isChangedSince) return 'VEHICLE_CHANGED_SINCE';
  if (isOccupied) return 'PROCEDURE_UNDER_WAY';
  return isPlateTaken ? 'PLATE_TAKEN_SINCE' : null;
}
