/** A switch, not a drawing: while it is on, other layers mark what nobody answers for. */
export class VacanciesLayer extends L.Layer {
  rank = 55;

  constructor(options) {
    super();
    this.spec = options;
  }

  onAdd(map) {
    map.desk.vacantColor = this.spec.style.color;
    map.desk.setVacancies(true);
  }

  onRemove(map) {
    map.desk.setVacancies(false);
  }
}
