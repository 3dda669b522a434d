import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { serve } from '../kit/http/serve.ts';
import { readPaymentsConfig } from './config.ts';
import { payments } from './subgraph.ts';

runProcess(() => serve(payments, readPaymentsConfig()));
