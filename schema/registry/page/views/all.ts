import { audit } from './audit.ts';
import { check, checks } from './checks.ts';
import { launch, launches } from './launches.ts';
import { overview } from './overview.ts';
import { owners } from './owners.ts';
import { promotions } from './promotions.ts';
import { tokens } from './tokens.ts';
import { usage } from './usage.ts';
import type { AnyView } from './view.ts';

/** Every page. */
export const views: readonly AnyView[] = [
  overview,
  launches,
  launch,
  checks,
  check,
  owners,
  usage,
  promotions,
  tokens,
  audit,
];
