import { useRef, useState } from 'preact/hooks';
import { tell, tellFailure } from '../../../components/notices.js';
import { t } from '../../../i18n/language.js';
import { networkApi } from '../network-api.js';
import { shrinkPhoto } from './shrink-photo.js';

/** The picture of a station's entrance, for couriers who come for the first time. It is shrunk here before it is sent. */
export function StationPhoto({ stationId }: { readonly stationId: string }) {
  const [version, setVersion] = useState(0);
  const [isThere, setIsThere] = useState(true);
  const [isBusy, setIsBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const work = async (act: () => Promise<void>, done: string) => {
    setIsBusy(true);
    try {
      await act();
      setIsThere(true);
      setVersion(version + 1);
      tell(done);
    } catch (error) {
      tellFailure(error);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div class="photo">
      <span class="label">{t('photo.title')}</span>
      {isThere ? (
        <img
          class="photo__picture"
          src={`${networkApi.photoAddress(stationId)}?v=${version}`}
          alt={t('photo.alt')}
          onError={() => setIsThere(false)}
        />
      ) : (
        <p class="soft">{t('photo.none')}</p>
      )}
      <div class="photo__acts">
        <input
          ref={input}
          type="file"
          accept="image/*"
          class="visually-hidden"
          tabIndex={-1}
          aria-label={t('photo.choose')}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file === undefined) return;
            void work(async () => networkApi.putPhoto(stationId, await shrinkPhoto(file)), t('photo.saved'));
          }}
        />
        <button type="button" class="button" disabled={isBusy} onClick={() => input.current?.click()}>
          {t(isThere ? 'photo.replace' : 'photo.choose')}
        </button>
        {isThere && (
          <button
            type="button"
            class="button button--plain"
            disabled={isBusy}
            onClick={() => void work(() => networkApi.removePhoto(stationId), t('photo.removed'))}
          >
            {t('photo.remove')}
          </button>
        )}
      </div>
      <p class="soft small">{t('photo.hint')}</p>
    </div>
  );
}
