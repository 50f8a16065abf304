import { language, t } from '../i18n/language.js';

/** The wave's lists as files to keep or to print elsewhere: PDF for paper, a workbook to calculate with. */
export function Files({ waveId, subject }: { readonly waveId: string; readonly subject: 'runs' | 'pick-lists' }) {
  const address = (format: string) =>
    `/api/v1/waves/${encodeURIComponent(waveId)}/exports/${subject}?format=${format}&language=${language.value}`;
  return (
    <>
      <a class="button" href={address('pdf')} title={t('floor.files')}>
        PDF
      </a>
      <a class="button" href={address('xlsx')} title={t('floor.files')}>
        Excel
      </a>
    </>
  );
}
