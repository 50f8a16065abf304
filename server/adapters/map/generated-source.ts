/** Written into the header of a generated map, so that its base map does not credit OpenStreetMap. */
export const generatedSource = 'generated demo city';
