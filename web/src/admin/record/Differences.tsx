import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableContainer from "@mui/material/TableContainer";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { text } from "../text";
import type { Difference } from "./diff";

/** Fields beside each other, as plain text. */
export function Differences({ rows, heads }: { rows: Difference[]; heads: string[] }) {
  return (
    <TableContainer tabIndex={0} role="region" aria-label={text.versions.field}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{text.stale.field}</TableCell>
            {heads.map((head) => (
              <TableCell key={head}>{head}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.path}>
              <TableCell component="th" scope="row" sx={{ verticalAlign: "top" }}>
                {row.label}
              </TableCell>
              {row.values.map((value, index) => (
                <TableCell key={heads[index]} sx={{ verticalAlign: "top" }}>
                  <Box
                    sx={{
                      whiteSpace: "pre-wrap",
                      overflowWrap: "anywhere",
                      minWidth: 96,
                      maxHeight: 240,
                      overflow: "auto",
                    }}
                  >
                    {value || text.value.none}
                  </Box>
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
