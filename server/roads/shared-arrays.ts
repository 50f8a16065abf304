/** Typed arrays over memory that several threads see. */
export const shared = {
  u8: (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length)),
  u16: (length: number): Uint16Array => new Uint16Array(new SharedArrayBuffer(length * 2)),
  u32: (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(length * 4)),
  i32: (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(length * 4)),
  f32: (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4)),
  f64: (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(length * 8)),
};

/** A shared copy of plain numbers. */
export function sharedU32(values: ArrayLike<number>): Uint32Array {
  const copy = shared.u32(values.length);
  copy.set(values);
  return copy;
}

/** A shared copy of plain numbers. */
export function sharedI32(values: ArrayLike<number>): Int32Array {
  const copy = shared.i32(values.length);
  copy.set(values);
  return copy;
}

/** A shared copy of plain numbers. */
export function sharedF64(values: ArrayLike<number>): Float64Array {
  const copy = shared.f64(values.length);
  copy.set(values);
  return copy;
}
