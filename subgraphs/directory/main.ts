import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { serve } from '../kit/http/serve.ts';
import { readDirectoryConfig } from './config.ts';
import { directory } from './subgraph.ts';

runProcess(() => serve(directory, readDirectoryConfig()));
