// Claims a data folder at the moment given and prints how it went. Stays until it is killed.
import { lockFolder } from '../../../dist/server/adapters/db/engine/embedded/folder-lock.js';

const [folder, file, startAt] = process.argv.slice(2);

setInterval(() => {}, 1_000);
setTimeout(() => {
  try {
    lockFolder(folder, file, () => console.log('lost'));
    console.log('claimed');
  } catch (error) {
    console.log(error.code);
  }
}, Number(startAt) - Date.now());
