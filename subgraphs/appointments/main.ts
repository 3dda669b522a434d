import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { serve } from '../kit/http/serve.ts';
import { readAppointmentsConfig } from './config.ts';
import { appointments } from './subgraph.ts';

runProcess(() => serve(appointments, readAppointmentsConfig()));
