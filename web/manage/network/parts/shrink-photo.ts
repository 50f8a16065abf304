const longestSide = 1600;
/** What the server keeps at most. */
const mostBytes = 400_000;
const qualities = [0.85, 0.75, 0.6, 0.45];

/** A picture small enough to be kept, as a JPEG: what cameras write beside it is gone. @throws Error for what is no picture. */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  for (let side = longestSide; side >= 400; side /= 2) {
    const share = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of qualities) {
      const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
      if (made !== null && made.size <= mostBytes) return made;
    }
  }
  throw new Error('The picture cannot be made small enough.');
}
