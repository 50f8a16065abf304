/**
 * Work that facts ask for, done once for all that come together: a steady stream of them neither puts it off for ever nor
 * has it done side by side. What is asked for while it is being done is done again after it.
 *
 * @param restMilliseconds from the first fact until it begins.
 */
export function oncePerBurst(work: () => Promise<unknown>, restMilliseconds: number): () => void {
  let isDue = false;
  let isBusy = false;
  const begin = () => {
    isBusy = true;
    setTimeout(async () => {
      isDue = false;
      try {
        await work();
      } catch {
        // Whoever works tells what failed; the next fact asks again.
      }
      isBusy = false;
      if (isDue) begin();
    }, restMilliseconds);
  };
  return () => {
    isDue = true;
    if (!isBusy) begin();
  };
}
