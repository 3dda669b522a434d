import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { serve } from '../kit/http/serve.ts';
import { readVehicleRegistrationConfig } from './config.ts';
import { vehicleRegistration } from './subgraph.ts';

runProcess(() => serve(vehicleRegistration, readVehicleRegistrationConfig()));
