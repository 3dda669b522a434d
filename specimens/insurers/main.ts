import { runSpecimen } from '../kit/run-specimen.ts';
import { startInsurers } from './insurers.ts';

await runSpecimen(startInsurers);
