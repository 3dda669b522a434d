/** What a process that was started with `--inspect` still needs when everything else has been collected, megabytes: objects and buffers. */
export async function heapMbAfterCollection(inspectorUrl: string): Promise<number> {
  const socket = new WebSocket(inspectorUrl);
  try {
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error('Expected the inspector of a gateway to answer.')), {
        once: true,
      });
    });
    // Twice: what the first one finalizes is free only then.
    await told(socket, 1, 'HeapProfiler.collectGarbage');
    await told(socket, 2, 'HeapProfiler.collectGarbage');
    const { usedSize = NaN, backingStorageSize = 0 } = await told(socket, 3, 'Runtime.getHeapUsage');
    return Math.round((usedSize + backingStorageSize) / 2 ** 20);
  } finally {
    socket.close();
  }
}

interface HeapUsage {
  usedSize?: number;
  backingStorageSize?: number;
}

/** The answer to one command of the inspector protocol. */
function told(socket: WebSocket, id: number, method: string): Promise<HeapUsage> {
  return new Promise((resolve, reject) => {
    const listen = ({ data }: MessageEvent): void => {
      const message = JSON.parse(String(data)) as { id?: number; result?: HeapUsage; error?: { message: string } };
      if (message.id !== id) return;
      socket.removeEventListener('message', listen);
      if (message.error) reject(new Error(`${method}: ${message.error.message}`));
      else resolve(message.result ?? {});
    };
    socket.addEventListener('message', listen);
    socket.send(JSON.stringify({ id, method }));
  });
}
