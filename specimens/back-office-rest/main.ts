import { runSpecimen } from '../kit/run-specimen.ts';
import { startRestBackOffice } from './back-office-rest.ts';

await runSpecimen(startRestBackOffice);
