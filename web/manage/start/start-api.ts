import { ApiError } from '../../api/api-error.js';
import { ask, once, part, root } from '../../api/ask.js';
import type { Job, Maps, Setup } from '../../api/types.js';
import { language } from '../../i18n/language.js';

/** What the sections of the beginning ask of the server. */
export const startApi = {
  setup: () => ask<Setup>('GET', '/setup'),
  maps: () => ask<Maps>('GET', '/maps'),
  mapFromServer: (path: string, name: string) => ask<Job>('POST', '/maps/on-server', { path, name }, once()),
  job: (jobId: string) => ask<Job>('GET', `/jobs/${part(jobId)}`),
  cancelJob: (jobId: string) => ask<Job>('POST', `/jobs/${part(jobId)}/cancel`, {}),

  /** Sends an extract; `onSent` hears the share that has left, which fetch cannot tell. The returned call gives it up. */
  sendMap(file: File, name: string, onSent: (share: number) => void): { sent: Promise<Job>; abort: () => void } {
    const form = new FormData();
    form.append('file', file, file.name);
    const request = new XMLHttpRequest();
    const sent = new Promise<Job>((resolve, reject) => {
      request.open('POST', `${root}/maps?name=${part(name)}`);
      request.setRequestHeader('accept-language', language.value);
      for (const [header, value] of Object.entries(once())) request.setRequestHeader(header, value);
      request.responseType = 'json';
      request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
      request.onerror = () => reject(new ApiError(0, 'offline', 'The server cannot be reached.'));
      request.onabort = () => reject(new ApiError(0, 'cancelled', ''));
      request.onload = () => {
        if (request.status < 300) resolve(request.response);
        else reject(new ApiError(request.status, request.response?.code ?? 'internal', request.response?.detail ?? ''));
      };
      request.send(form);
    });
    return { sent, abort: () => request.abort() };
  },
};
