import { runSpecimen } from '../kit/run-specimen.ts';
import { startCustoms } from './customs.ts';

await runSpecimen(startCustoms);
