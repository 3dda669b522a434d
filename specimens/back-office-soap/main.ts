import { runSpecimen } from '../kit/run-specimen.ts';
import { startSoapBackOffice } from './back-office-soap.ts';

await runSpecimen(startSoapBackOffice);
