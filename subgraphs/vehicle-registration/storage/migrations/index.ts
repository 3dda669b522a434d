import type { Migrations } from '../../../../platform/database/migrate.ts';
import * as vehicles from './001-vehicles.ts';
import * as procedures from './002-procedures.ts';
import * as plates from './003-plates.ts';
import * as events from './004-events.ts';
import * as deliveryAndReview from './005-delivery-and-review.ts';
import * as queues from './006-queues.ts';
import * as papers from './007-papers.ts';
import * as turningBack from './008-turning-back.ts';

export const migrations: Migrations = {
  '001-vehicles': vehicles,
  '002-procedures': procedures,
  '003-plates': plates,
  '004-events': events,
  '005-delivery-and-review': deliveryAndReview,
  '006-queues': queues,
  '007-papers': papers,
  '008-turning-back': turningBack,
};
