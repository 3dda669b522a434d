/** Whether a vehicle may be on the road. */
export const vehicleStatuses = ['REGISTERED', 'OFF_THE_ROAD'] as const;
export type VehicleStatus = (typeof vehicleStatuses)[number];
