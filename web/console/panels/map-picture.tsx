import '../../styles/console/print-map.css';
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { ApiError } from '../../api/api-error.js';
import { tellFailure } from '../../components/notices.js';
import { formatDate, formatMoment } from '../../format.js';
import { t } from '../../i18n/language.js';
import { saveFile } from '../../save-file.js';
import { date, depotName, depotsInView, plans, views } from '../console-state.js';

/** Saves or prints the map as it is seen. */
export function MapPicture({ map }: { readonly map: RefObject<HTMLElement> }) {
  const isDrawing = useSignal(false);
  const withPicture = async (use: (picture: Blob) => Promise<void> | void) => {
    isDrawing.value = true;
    try {
      // Asked for only when somebody wants it.
      const { drawMap } = await import('../../map/draw-map.js');
      await use(await drawMap(map.current!));
    } catch {
      tellFailure(new ApiError(0, 'map-picture', t('map.pictureFailed')));
    } finally {
      isDrawing.value = false;
    }
  };
  const save = (picture: Blob) => saveFile(picture, `map-${date.value}.png`);
  return (
    <>
      <button type="button" class="button" disabled={isDrawing.value} onClick={() => void withPicture(save)}>
        {t('map.savePicture')}
      </button>
      <button
        type="button"
        class="button map__print"
        disabled={isDrawing.value}
        onClick={() => void withPicture(print)}
      >
        {t('map.print')}
      </button>
    </>
  );
}

/** Prints a sheet with the picture instead of the page. */
async function print(picture: Blob): Promise<void> {
  const sheet = document.createElement('section');
  sheet.className = 'map-sheet';
  const heading = document.createElement('h1');
  heading.textContent = `${depotsInView.value.map(({ depotId }) => depotName(depotId)).join(' · ')} · ${formatDate(date.value)}`;
  const line = document.createElement('p');
  line.textContent = [
    ...views.value.map(({ waveSign }) => waveSign),
    ...plans.value.map(({ version }) => t('plan.version', { n: version })),
    t('map.printedAt', { moment: formatMoment(new Date().toISOString()) }),
  ]
    .filter((each) => each !== '')
    .join(' · ');
  const image = document.createElement('img');
  image.alt = t('map.title');
  image.src = URL.createObjectURL(picture);
  sheet.append(heading, line, image);
  document.body.append(sheet);
  document.body.classList.add('prints-map');
  try {
    await image.decode();
    window.print();
  } finally {
    document.body.classList.remove('prints-map');
    sheet.remove();
    URL.revokeObjectURL(image.src);
  }
}
