/** Three customers on the corners of a square of 10, the depot on the fourth; two vehicles are needed. */
export const square = `NAME : square
COMMENT : "four corners"
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 10 10
4 10 0
DEMAND_SECTION
1 0
2 4
3 4
4 4
DEPOT_SECTION
1
-1
EOF
`;

/** Two customers with time windows, one vehicle is enough. */
export const tiny = `TINY

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0      0   0    0     0   100    0
    1      0   7    1     0    50   10
    2      5   5    1     0    50   10
`;

/** One small and one large vehicle, prices in hundredths. */
export const mixed = `NAME: mixed
TYPE: HFVRP
DIMENSION: 3
VEHICLES: 2
EDGE_WEIGHT_TYPE: EUC_2D
NODE_COORD_SECTION
1 0 0
2 1 1
3 2 2
DEMAND_SECTION
1 0
2 1
3 5
CAPACITY_SECTION
1 1
2 6
VEHICLES_FIXED_COST_SECTION
1 100
2 1000
VEHICLES_UNIT_DISTANCE_COST_SECTION
1 100
2 200
DEPOT_SECTION
1
EOF
`;

/** Customer 1's goods go to 2, and 4's to 3, all on one line from the depot; a vehicle holds one of the two at a time. */
export const pairs = `3\t10\t1
0\t0\t0\t0\t0\t100\t0\t0\t0
1\t1\t0\t10\t0\t50\t1\t0\t2
2\t2\t0\t-10\t0\t50\t1\t1\t0
3\t4\t0\t-10\t0\t50\t1\t4\t0
4\t3\t0\t10\t0\t50\t1\t0\t3
`;
