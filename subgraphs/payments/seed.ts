import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { seed } from '../kit/seed.ts';
import { readSeedConfig } from './config.ts';
import { payments } from './subgraph.ts';

runProcess(() => seed(payments, readSeedConfig()));
