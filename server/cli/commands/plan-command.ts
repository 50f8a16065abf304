import { reasonText } from '../../application/planning/unassigned/reason-text.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import { looseWord } from '../../domain/network/attributes/waves/cutoff.js';
import type { Plan } from '../../domain/planning/plan.js';
import type { Wave } from '../../domain/waves/wave.js';
import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson, showProgress } from '../command.js';

/** `tuanda plan`: plans a day. */
export const planCommand: Command = {
  usage: `Usage: tuanda plan --date D [--wave W] [--seconds S] [--threads T] [--seed N] [--json]
Closes the waves of the delivery date if they are open, plans them and prints the figures.
--wave, a name such as 早班 or an id, leaves the date's other waves as they are.`,

  async run(given, context) {
    const { signal } = context;
    const args = readArguments(given, ['date', 'wave', 'seconds', 'threads', 'seed', 'iterations']);
    const date = args.date();
    const budget = {
      seconds: args.number('seconds', 0.1, 86_400, 20),
      threads: args.number('threads', 1, 64, 2),
      seed: args.number('seed', 0, 2 ** 31 - 1, 1),
      iterations: args.text('iterations') === undefined ? undefined : args.number('iterations', 1, 1e12, 1),
    };
    const say = makeSay(context, args.flag('json'));
    return context.withServices(async (services) => {
      const ofDate = await services.waves.listByDate(date);
      if (ofDate.length === 0) {
        throw new DispatchError('not-found', `There are no orders for ${date}. Import them first.`);
      }
      const said = args.text('wave');
      const waves = said === undefined ? ofDate : ofDate.filter((wave) => isCalled(wave, said));
      if (waves.length === 0) {
        const known = ofDate.map(({ waveId, name }) => (name === '' ? waveId : name)).join(', ');
        throw new DispatchError('not-found', `There is no wave ${said} of ${date}. The waves are: ${known}.`);
      }
      const summaries: object[] = [];
      for (const wave of waves) {
        const plan = await services.planWave({
          waveId: wave.waveId,
          budget,
          by: 'command line',
          signal,
          onProgress: (progress) => {
            const words =
              progress.phase === 'travel'
                ? `travel times ${progress.done}/${progress.total}`
                : `search ${Math.round(progress.share * 100)} %, ${progress.vehicles} vehicles`;
            showProgress(context, words);
          },
        });
        report(plan, say);
        summaries.push(summaryOf(plan));
      }
      // A date with several waves still ends in one line.
      if (args.flag('json')) printJson(context, summaries.length === 1 ? summaries[0] : { plans: summaries });
      return 0;
    });
  },
};

function isCalled({ waveId, name }: Pick<Wave, 'waveId' | 'name'>, said: string): boolean {
  const word = looseWord(said);
  return looseWord(waveId) === word || (name !== '' && looseWord(name) === word);
}

function report(plan: Plan, say: (line: string) => void): void {
  const { kpis } = plan;
  say(`Plan ${plan.planId} of wave ${plan.waveId}, version ${plan.version}`);
  say(`  ${kpis.runs} runs, ${kpis.stops} stops, ${kpis.consignments} consignments, ${kpis.unassigned} unassigned`);
  say(
    `  cost ${(kpis.costMinor / 100).toFixed(2)}, ${(kpis.distanceMeters / 1000).toFixed(1)} km, ${(kpis.travelSeconds / 3600).toFixed(1)} h driving`,
  );
  if (plan.provenance.estimated) say('  Travel times are estimated from straight lines.');
  for (const goods of plan.unassigned.slice(0, 20)) {
    say(`  unassigned: ${goods.consignmentId}: ${reasonText(goods, 'en')}`);
  }
}

function summaryOf({ planId, waveId, kpis }: Plan) {
  const { costMinor, penaltyMinor: _, ...rest } = kpis;
  return { planId, waveId, ...rest, cost: costMinor };
}
