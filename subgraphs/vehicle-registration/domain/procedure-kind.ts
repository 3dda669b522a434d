/** The procedures of vehicle registration that concern a vehicle which the register already knows. First registration is not among them. */
export const vehicleProcedureKinds = [
  'RE_REGISTRATION',
  'KEEPER_CHANGE_NEW_PLATE',
  'KEEPER_CHANGE_PLATE_KEPT',
  'ADDRESS_CHANGE_PLATE_KEPT',
  'ADDRESS_CHANGE_NEW_PLATE',
  'DE_REGISTRATION',
] as const;
export type VehicleProcedureKind = (typeof vehicleProcedureKinds)[number];

/** All that can be applied for: also the first registration, of a vehicle that was never on the road. */
export const procedureKinds = ['FIRST_REGISTRATION', ...vehicleProcedureKinds] as const;
export type ProcedureKind = (typeof procedureKinds)[number];

/** LeiKa keys of the services that the procedures belong to. */
export const leikaKeys: Record<ProcedureKind, string> = {
  FIRST_REGISTRATION: '99036008007002',
  RE_REGISTRATION: '99036008007008',
  KEEPER_CHANGE_NEW_PLATE: '99036008007001',
  KEEPER_CHANGE_PLATE_KEPT: '99036008007001',
  ADDRESS_CHANGE_PLATE_KEPT: '99036013000000',
  ADDRESS_CHANGE_NEW_PLATE: '99036008071000',
  DE_REGISTRATION: '99036008070003',
};
