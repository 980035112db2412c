//! Pairs of greatest sum: the assignment problem.

/// Above this many rows or columns that hang together, pairs are taken greedily, best first: the
/// time of the optimum grows with the third power.
const MOST: usize = 300;

/// Returns for each row its column, so that no column stands twice and the sum of the weights is
/// greatest. A weight of 0 is no pair.
///
/// `weights` is `[rows × columns]`. Rows and columns that no chain of pairs connects are assigned
/// apart. The same weights give the same pairs.
pub(crate) fn assign(weights: &[Vec<u32>]) -> Vec<Option<usize>> {
    let mut columns_of = vec![None; weights.len()];
    for (rows, columns) in components(weights) {
        let of_component: Vec<Vec<u32>> = rows
            .iter()
            .map(|row| columns.iter().map(|column| weights[*row][*column]).collect())
            .collect();
        let pairs = if rows.len().max(columns.len()) > MOST {
            greedy(&of_component)
        } else {
            optimal(&of_component)
        };
        for (row, column) in pairs {
            columns_of[rows[row]] = Some(columns[column]);
        }
    }
    columns_of
}

/// Groups of rows and columns connected by pairs; each in order.
fn components(weights: &[Vec<u32>]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let width = weights.first().map_or(0, Vec::len);
    let (mut row_seen, mut column_seen) = (vec![false; weights.len()], vec![false; width]);
    let mut all = Vec::new();
    for first in 0..weights.len() {
        if row_seen[first] {
            continue;
        }
        row_seen[first] = true;
        let (mut rows, mut columns, mut waiting) = (Vec::new(), Vec::new(), vec![first]);
        while let Some(row) = waiting.pop() {
            rows.push(row);
            for column in (0..width).filter(|column| weights[row][*column] > 0) {
                if !std::mem::replace(&mut column_seen[column], true) {
                    columns.push(column);
                    let fits = |row: &usize| weights[*row][column] > 0 && !row_seen[*row];
                    let new: Vec<usize> = (0..weights.len()).filter(fits).collect();
                    new.iter().for_each(|row| row_seen[*row] = true);
                    waiting.extend(new);
                }
            }
        }
        rows.sort_unstable();
        columns.sort_unstable();
        all.push((rows, columns));
    }
    all.retain(|(_, columns)| !columns.is_empty());
    all
}

fn greedy(weights: &[Vec<u32>]) -> Vec<(usize, usize)> {
    let cells = weights.iter().enumerate().flat_map(|(row, of_row)| {
        of_row.iter().enumerate().map(move |(column, weight)| (*weight, row, column))
    });
    let mut cells: Vec<_> = cells.filter(|(weight, ..)| *weight > 0).collect();
    cells.sort_by_key(|(weight, row, column)| (std::cmp::Reverse(*weight), *row, *column));
    let mut row_taken = vec![false; weights.len()];
    let mut column_taken = vec![false; weights[0].len()];
    let mut pairs = Vec::new();
    for (_, row, column) in cells {
        if !row_taken[row] && !column_taken[column] {
            (row_taken[row], column_taken[column]) = (true, true);
            pairs.push((row, column));
        }
    }
    pairs
}

fn optimal(weights: &[Vec<u32>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (weights.len(), weights[0].len());
    let pairs: Vec<(usize, usize)> = if rows <= columns {
        hungarian(rows, columns, |row, column| -i64::from(weights[row][column]))
    } else {
        let turned =
            hungarian(columns, rows, |column, row| -i64::from(weights[row][column])).into_iter();
        turned.map(|(column, row)| (row, column)).collect()
    };
    pairs.into_iter().filter(|(row, column)| weights[*row][*column] > 0).collect()
}

/// The Hungarian method (Kuhn 1955; with potentials, Jonker & Volgenant 1987) for no more rows than
/// columns: returns a column for every row, the sum of the costs least.
///
/// Rows and columns are counted from 1 inside; 0 stands for none.
fn hungarian(
    rows: usize,
    columns: usize,
    cost: impl Fn(usize, usize) -> i64,
) -> Vec<(usize, usize)> {
    let (mut of_row, mut of_column) = (vec![0_i64; rows + 1], vec![0_i64; columns + 1]);
    let mut row_at = vec![0_usize; columns + 1];
    for row in 1..=rows {
        let mut least = vec![i64::MAX; columns + 1];
        let mut way = vec![0_usize; columns + 1];
        let mut used = vec![false; columns + 1];
        let mut column = 0;
        row_at[0] = row;
        while row_at[column] != 0 {
            used[column] = true;
            let (from, mut step, mut next) = (row_at[column], i64::MAX, 0);
            for to in (1..=columns).filter(|to| !used[*to]) {
                let reduced = cost(from - 1, to - 1) - of_row[from] - of_column[to];
                if reduced < least[to] {
                    (least[to], way[to]) = (reduced, column);
                }
                if least[to] < step {
                    (step, next) = (least[to], to);
                }
            }
            for to in 0..=columns {
                if used[to] {
                    of_row[row_at[to]] += step;
                    of_column[to] -= step;
                } else if least[to] < i64::MAX {
                    least[to] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_at[column] = row_at[way[column]];
            column = way[column];
        }
    }
    (1..=columns).filter(|c| row_at[*c] != 0).map(|c| (row_at[c] - 1, c - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(weights: &[Vec<u32>], pairs: &[Option<usize>]) -> u32 {
        let weight = |(row, column): (usize, &Option<usize>)| column.map(|c| weights[row][c]);
        pairs.iter().enumerate().filter_map(weight).sum()
    }

    /// The greatest sum by trying all ways.
    fn best(weights: &[Vec<u32>], row: usize, taken: u32) -> u32 {
        let Some(of_row) = weights.get(row) else { return 0 };
        let free = of_row.iter().enumerate().filter(|(column, _)| taken & (1 << column) == 0);
        let with = free.map(|(column, w)| w + best(weights, row + 1, taken | (1 << column)));
        with.max().unwrap_or(0).max(best(weights, row + 1, taken))
    }

    #[test]
    fn the_best_sum_wins_over_the_best_pair() {
        let weights = vec![vec![900, 800], vec![850, 0]];
        assert_eq!(assign(&weights), [Some(1), Some(0)]);
    }

    #[test]
    fn too_many_that_hang_together_are_taken_best_first() {
        let side = MOST + 1;
        let weight = |row: usize, column: usize| if row == column { 900 } else { 500 };
        let weights: Vec<Vec<u32>> =
            (0..side).map(|row| (0..side).map(|column| weight(row, column)).collect()).collect();
        assert_eq!(assign(&weights), (0..side).map(Some).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn no_other_pairs_have_a_greater_sum(
            (rows, columns) in (0_usize..6, 1_usize..6),
            seeds in proptest::collection::vec(0_u32..20, 36),
        ) {
            // Many zeros, so that there are several components.
            let weight = |row: usize, column: usize| seeds[row * 6 + column].saturating_sub(8);
            let weights: Vec<Vec<u32>> = (0..rows)
                .map(|row| (0..columns).map(|column| weight(row, column)).collect())
                .collect();
            let pairs = assign(&weights);
            let mut taken: Vec<usize> = pairs.iter().flatten().copied().collect();
            let found = taken.len();
            taken.sort_unstable();
            taken.dedup();
            prop_assert_eq!(taken.len(), found);
            prop_assert!(pairs.iter().enumerate().all(|(r, c)| c.is_none_or(|c| weights[r][c] > 0)));
            prop_assert_eq!(sum(&weights, &pairs), best(&weights, 0, 0));
        }
    }
}
