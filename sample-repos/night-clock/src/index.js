module.exports = {
  ...require('./shift'),
  ...require('./roster'),
  tickets: require('./tickets'),
  greeting: require('./greeting'),
  recur: require('./recur'),
  zones: require('./zones'),
  lottery: require('./lottery'),
  throttle: require('./throttle'),
  holidays: require('./holidays')
}
