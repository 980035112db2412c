//! From the scores of all arcs to a tree with one root: the best head of each word where these make
//! a tree, else the algorithm of Chu, Liu and Edmonds.

/// How many roots are tried where the best tree has several.
const ROOTS_TRIED: usize = 4;

/// Stands for an arc that must not be.
const FORBIDDEN: f64 = -1e9;

/// Returns the head of each row, 0 for the root, given `scores[dependent × head]` over `n` rows of
/// which row 0 is the root's.
pub(crate) fn decode(scores: &[f32], n: usize) -> Vec<usize> {
    let best = |dependent: usize| {
        let row = &scores[dependent * n..(dependent + 1) * n];
        let heads = (0..n).filter(|&head| head != dependent);
        heads.reduce(|best, head| if row[head] > row[best] { head } else { best }).unwrap_or(0)
    };
    let heads: Vec<usize> = (0..n).map(|row| if row == 0 { 0 } else { best(row) }).collect();
    if is_tree(&heads) {
        return heads;
    }
    let arc = |head: usize, dependent: usize| {
        let allowed = dependent != 0 && head != dependent;
        if allowed { f64::from(scores[dependent * n + head]) } else { FORBIDDEN }
    };
    let arcs: Vec<Vec<f64>> =
        (0..n).map(|head| (0..n).map(|dependent| arc(head, dependent)).collect()).collect();
    single_root(arcs)
}

fn is_tree(heads: &[usize]) -> bool {
    let one_root = heads.iter().skip(1).filter(|head| **head == 0).count() == 1;
    let reaches_root = |row: &usize| {
        std::iter::successors(Some(*row), |at| Some(heads[*at]))
            .take(heads.len() + 1)
            .any(|at| at == 0)
    };
    one_root && (1..heads.len()).all(|row| reaches_root(&row))
}

/// The best tree; where it has several roots, the best of those that keep one of them.
fn single_root(mut arcs: Vec<Vec<f64>>) -> Vec<usize> {
    let n = arcs.len();
    let heads = spanning_tree(&arcs);
    let mut roots: Vec<usize> = (1..n).filter(|&row| heads[row] == 0).collect();
    if roots.len() <= 1 {
        return heads;
    }
    let from_root = arcs[0].clone();
    roots.sort_by(|&a, &b| from_root[b].total_cmp(&from_root[a]).then(a.cmp(&b)));
    let mut best: Option<(f64, Vec<usize>)> = None;
    for root in roots.into_iter().take(ROOTS_TRIED) {
        for (row, arc) in arcs[0].iter_mut().enumerate() {
            *arc = if row == root { from_root[row] } else { FORBIDDEN / 10.0 };
        }
        let heads = spanning_tree(&arcs);
        let total: f64 = (1..n).map(|row| arcs[heads[row]][row]).sum();
        if best.as_ref().is_none_or(|(other, _)| total > *other) {
            best = Some((total, heads));
        }
    }
    best.map_or(heads, |(_, heads)| heads)
}

/// The tree of greatest sum, `arcs[head][dependent]`, row 0 the root.
fn spanning_tree(arcs: &[Vec<f64>]) -> Vec<usize> {
    let n = arcs.len();
    let best = |row: usize| {
        let heads = (0..n).filter(|&head| head != row);
        heads.reduce(|a, b| if arcs[b][row] > arcs[a][row] { b } else { a }).unwrap_or(0)
    };
    let heads: Vec<usize> = (0..n).map(|row| if row == 0 { 0 } else { best(row) }).collect();
    match cycle(&heads) {
        None => heads,
        Some(cycle) => contract(arcs, &heads, &cycle),
    }
}

/// The rows of a cycle among the heads, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut done = vec![false; heads.len()];
    done[0] = true;
    for start in 1..heads.len() {
        let mut path: Vec<usize> = Vec::new();
        let mut at = start;
        while !done[at] {
            if let Some(from) = path.iter().position(|row| *row == at) {
                return Some(path.split_off(from));
            }
            path.push(at);
            at = heads[at];
        }
        path.into_iter().for_each(|row| done[row] = true);
    }
    None
}

/// Solves the graph with the cycle as one node and opens the cycle where the solution enters it.
fn contract(arcs: &[Vec<f64>], heads: &[usize], cycle: &[usize]) -> Vec<usize> {
    let n = arcs.len();
    let rest: Vec<usize> = (0..n).filter(|row| !cycle.contains(row)).collect();
    let node = rest.len();
    let mut smaller = vec![vec![FORBIDDEN; node + 1]; node + 1];
    let gain = |from: usize, row: usize| arcs[from][row] - arcs[heads[row]][row];
    let best_of = |value: &dyn Fn(usize) -> f64| {
        cycle.iter().copied().reduce(|a, b| if value(b) > value(a) { b } else { a }).unwrap_or(0)
    };
    let total: f64 = cycle.iter().map(|&row| arcs[heads[row]][row]).sum();
    let (mut entries, mut exits) = (vec![0; node], vec![0; node]);
    for (a, &i) in rest.iter().enumerate() {
        for (b, &j) in rest.iter().enumerate() {
            smaller[a][b] = arcs[i][j];
        }
        entries[a] = best_of(&|row| gain(i, row));
        smaller[a][node] = gain(i, entries[a]) + total;
        exits[a] = best_of(&|row| arcs[row][i]);
        smaller[node][a] = arcs[exits[a]][i];
    }
    smaller.iter_mut().for_each(|row| row[0] = FORBIDDEN);
    let solved = spanning_tree(&smaller);
    let mut result = heads.to_vec();
    for (b, &j) in rest.iter().enumerate().skip(1) {
        result[j] = if solved[b] == node { exits[b] } else { rest[solved[b]] };
    }
    let from = solved[node].min(node.saturating_sub(1));
    result[entries[from]] = rest[from];
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_nn::random::Random;

    #[test]
    fn any_scores_give_a_tree_with_one_root() {
        let mut random = Random::new(11);
        for n in 2..30 {
            for _ in 0..20 {
                let scores: Vec<f32> = (0..n * n).map(|_| random.normal()).collect();
                let heads = decode(&scores, n);
                assert!(is_tree(&heads), "{heads:?}");
            }
        }
    }

    #[test]
    fn a_cycle_is_opened_where_it_costs_least() {
        // Rows 1 and 2 prefer each other; the root's arc to 1 costs less than that to 2.
        let scores = [0.0, 0.0, 0.0, 5.0, 0.0, 9.0, 1.0, 9.0, 0.0];
        assert_eq!(decode(&scores, 3), [0, 0, 1]);
    }
}
