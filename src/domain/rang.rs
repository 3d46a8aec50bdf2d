//! The ranks that the committee gives: each candidature placed stands where it was placed, the others keep their order.

/// Puts the candidatures that the committee placed at the rank it gave, the smallest first.
///
/// `groupes`: candidatures in computed order, the ex æquo together. One cannot stand inside ex æquo: it comes after them.
pub fn placer(groupes: &[Vec<usize>], voulus: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let place = |index: &usize| voulus.iter().any(|(voulu, _)| voulu == index);
    let mut places: Vec<Vec<usize>> = groupes
        .iter()
        .map(|groupe| groupe.iter().copied().filter(|i| !place(i)).collect())
        .filter(|groupe: &Vec<usize>| !groupe.is_empty())
        .collect();
    let mut voulus = voulus.to_vec();
    voulus.sort_by_key(|(_, rang)| *rang);
    for (index, rang) in voulus {
        let mut avant = 0;
        let ou = places
            .iter()
            .position(|groupe| {
                let ici = avant + 1 >= rang;
                avant += groupe.len();
                ici
            })
            .unwrap_or(places.len());
        places.insert(ou, vec![index]);
    }
    places
}

/// Rank of each candidature, shared by the ex æquo, in the order of the groups.
pub fn rangs(groupes: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let mut avant = 0;
    let mut rangs = Vec::new();
    for groupe in groupes {
        rangs.extend(groupe.iter().map(|index| (*index, avant + 1)));
        avant += groupe.len();
    }
    rangs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_placed_stands_where_it_was_placed_and_the_others_keep_their_order() {
        let groupes = [vec![0], vec![1], vec![2], vec![3]];
        assert_eq!(placer(&groupes, &[(3, 2)]), [[0], [3], [1], [2]]);
        assert_eq!(placer(&groupes, &[(0, 4)]), [[1], [2], [3], [0]]);
        assert_eq!(placer(&groupes, &[(3, 1), (0, 3)]), [[3], [1], [0], [2]]);
        assert_eq!(placer(&groupes, &[(0, 9)]), [[1], [2], [3], [0]]);
        assert_eq!(placer(&groupes, &[]), groupes);
    }

    #[test]
    fn ex_aequo_stay_together_unless_one_of_them_is_placed() {
        let groupes = [vec![0], vec![1, 2, 3], vec![4]];
        assert_eq!(
            placer(&groupes, &[(4, 3)]),
            [vec![0], vec![1, 2, 3], vec![4]]
        );
        assert_eq!(
            placer(&groupes, &[(2, 2)]),
            [vec![0], vec![2], vec![1, 3], vec![4]]
        );
        assert_eq!(rangs(&groupes), [(0, 1), (1, 2), (2, 2), (3, 2), (4, 5)]);
    }
}
