import { runSpecimen } from '../kit/run-specimen.ts';
import { startFederalRegister } from './federal-register.ts';

await runSpecimen(startFederalRegister);
