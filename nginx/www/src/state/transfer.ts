// Export and import of all entries, with their progress.
import {
  accountHeader,
  isSettled,
  sendRaw,
  Problem,
  acceptLanguage,
  Unreachable,
} from '../api/http';
import { exportMoods } from '../api/client';
import type { Imported, ProblemBody } from '../api/types';

/** Returns all entries as a file; reports the bytes received. */
export async function exportFile(
  format: 'json' | 'csv',
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const response = await exportMoods(format, signal);
  const reader = response.body?.getReader();
  if (!reader) return response.blob();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      bytes += value.length;
      onProgress(bytes);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Unreachable('the export broke off');
  }
  return new Blob(pieces, { type: response.headers.get('Content-Type') ?? '' });
}

/** Starts a download of the file. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Reports the part sent, from 0 to 1. XMLHttpRequest, because fetch has no upload progress. */
export async function importFile(
  file: File,
  onProgress: (part: number) => void,
): Promise<Imported> {
  // Asks for a new sign-in, if the session has ended, before the long upload.
  await sendRaw('/me');
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/mood/import');
    request.setRequestHeader(
      'Content-Type',
      /\.csv$/i.test(file.name) || file.type === 'text/csv' ? 'text/csv' : 'application/json',
    );
    const headers = { 'Accept-Language': acceptLanguage(), ...accountHeader() };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.upload.onload = () => onProgress(1);
    request.onerror = () => reject(new Unreachable('no answer'));
    request.onload = () => {
      if (request.status === 200) return resolve(request.response as Imported);
      const problem = new Problem(request.status, request.response as ProblemBody | null);
      void isSettled(problem).then((isToBeSentAgain) =>
        isToBeSentAgain ? resolve(importFile(file, onProgress)) : reject(problem),
      );
    };
    request.send(file);
  });
}
