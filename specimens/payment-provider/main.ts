import { runProcess } from '../../platform/run-process.ts';
import { readProviderConfig } from './config.ts';
import { startPaymentProvider } from './server.ts';

runProcess(async () => {
  const config = readProviderConfig();
  const provider = await startPaymentProvider({
    port: config.PORT,
    host: config.HOST,
    publicUrl: config.PUBLIC_URL,
    apiKey: config.API_KEY,
    callbackUrl: config.CALLBACK_URL,
    callbackSecret: config.CALLBACK_SECRET,
    dataFile: config.DATA_FILE,
  });
  const end = () => void provider.close().then(() => process.exit(0));
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('disconnect', end);
  process.send?.({ ready: provider.url });
});
